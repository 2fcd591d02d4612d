// The reader and writer of /edit/ as the browser has them, without Decap. Takes questions as JSON and prints answers.
"use strict";
const { readFileSync } = require("node:fs");
const { runInThisContext } = require("node:vm");

const [scripts, questions] = JSON.parse(readFileSync(0, "utf-8"));
const load = (path, more = "") => runInThisContext(readFileSync(path, "utf-8") + more, path);
load(scripts[0]);
const { files, fault } = load(scripts[1], "\n({ files, fault })");

const faults = ({ fields, form }) =>
  fields
    .filter(({ name, widget }) => widget === "written" && form[name])
    .map(({ name, rules }) => [name, fault(form[name], rules)])
    .filter(([, found]) => found);
const opened = ({ fields, extension, text }) => {
  const form = files.formats[extension](fields).fromFile(text);
  return { form, faults: faults({ fields, form }) };
};
const saved = ({ fields, extension, form }) => files.formats[extension](fields).toFile(form);
const rewritten = (question) => {
  const found = opened(question);
  return { ...found, text: saved({ ...question, form: found.form }) };
};
const answers = { faults, opened, saved, rewritten };
console.log(JSON.stringify(questions.map(({ ask, ...question }) => answers[ask](question))));
