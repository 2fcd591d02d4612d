// Decap CMS reads and writes the project's files as site_builder/yaml_source does: every value is the text that was
// written, or blank. So `012`, `1.50`, `no` and `2026-10-05` stay what they are. A field that can take several shapes
// ("written" in config.json) is shown as it stands in its file, and goes back as it was read.
"use strict";

const files = (() => {
  const blank = new jsyaml.Type("tag:yaml.org,2002:null", {
    kind: "scalar",
    resolve: (text) => text === null || ["", "~", "null"].includes(text),
    construct: () => null,
    predicate: (value) => value === null,
    represent: () => "",
  });
  const schema = jsyaml.FAILSAFE_SCHEMA.extend({ implicit: [blank] });
  const read = (text) => jsyaml.load(text, { schema });
  const written = (value, lineWidth) =>
    jsyaml.dump(value, { schema, lineWidth, noRefs: true, noCompatMode: true }).replace(/([:-]) $/gm, "$1");

  const isMapping = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isBlank = (value) =>
    value === undefined || value === null || value === "" || (typeof value === "object" && !Object.keys(value).length);

  const toForm = (fields, data) => {
    const shown = { ...data };
    for (const { name, widget } of fields) {
      if (widget === "written" && !isBlank(data[name])) shown[name] = written(data[name], -1).trimEnd();
    }
    return shown;
  };

  // Keys in the order of the model, those that it doesn't know behind them; what is blank is left out.
  const toFile = (fields, data) => {
    const known = fields.map(({ name }) => name);
    const order = [...known, ...Object.keys(data).filter((name) => !known.includes(name))];
    const entries = order.map((name) => [name, valueOf(fields[known.indexOf(name)], data[name])]);
    return Object.fromEntries(entries.filter(([, value]) => !isBlank(value)));
  };
  const valueOf = (field, value) => {
    if (isBlank(value) || !field) return value;
    if (field.widget === "written") return read(value);
    if (field.fields && Array.isArray(value)) return value.map((each) => toFile(field.fields, each));
    return field.fields && isMapping(value) ? toFile(field.fields, value) : value;
  };

  const yml = (fields) => ({
    fromFile: (text) => toForm(fields, read(text)),
    toFile: (data) => written(toFile(fields, data), 120),
  });
  const md = (fields) => {
    const top = yml(fields.filter(({ name }) => name !== "body"));
    return {
      fromFile: (text) => {
        const [, facts, body] = /^---[ \t]*\r?\n([^]*?\n)---[ \t]*(?:\r?\n|$)([^]*)$/.exec(text);
        return { ...top.fromFile(facts), body };
      },
      toFile: ({ body, ...data }) => `---\n${top.toFile(data)}---\n${body || ""}`,
    };
  };
  return { read, formats: { yml, md } };
})();

// What is wrong with a text that stands in a "written" field, in plain words; undefined if nothing is.
const fault = (text, rules) => {
  try {
    return strayed(files.read(text), rules);
  } catch (trouble) {
    const line = trouble.mark ? `Line ${trouble.mark.line + 1}` : "This";
    return `${line} can’t be read. Begin each line of a list with “- ”, and put quotes round text with a colon in it.`;
  }
};

// The first value, however deep, that breaks the rule of its key. `none` and `not_published` may stand for any.
const strayed = (value, rules) => {
  for (const [key, each] of Object.entries(value ?? {})) {
    if (each !== null && typeof each === "object") {
      const found = strayed(each, rules);
      if (found) return found;
    } else if (each && rules[key] && !["none", "not_published"].includes(each)) {
      const [pattern, message] = rules[key];
      if (!new RegExp(pattern).test(each)) return `${key}: ${message}`;
    }
  }
};

const start = async () => {
  const { forms, ...config } = await (await fetch("config.json", { credentials: "same-origin" })).json();
  config.collections = config.collections.map(({ form, ...rest }) => ({ ...rest, fields: forms[form] }));
  for (const { name, extension, fields } of config.collections) {
    CMS.registerCustomFormat(name, extension, files.formats[extension](fields));
  }

  const { control: Text, preview } = CMS.getWidget("text");
  class Written extends Text {
    isValid = () => {
      const message = fault(this.props.value || "", this.props.field.get("rules").toJS());
      return message ? { error: { message } } : true;
    };
  }
  CMS.registerWidget("written", Written, preview);

  const words = CMS.getLocale("en");
  words.editor.editorControlPane.widget.regexPattern = "%{pattern}"; // our patterns come with whole sentences
  CMS.registerLocale("en", words);
  CMS.init({ config });
};

if (typeof window !== "undefined") {
  window.CMS_MANUAL_INIT = true; // Decap's own way to be started later
  window.addEventListener("DOMContentLoaded", start);
}
