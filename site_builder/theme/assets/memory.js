// What the theme's own inline script defines and its bundle expects, in a file: inline scripts are barred.
var __md_scope = new URL(document.currentScript.dataset.base || ".", location)
var __md_hash = text => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0)
var __md_get = (key, storage = localStorage, scope = __md_scope) => JSON.parse(storage.getItem(scope.pathname + "." + key))
var __md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value))
  } catch (full) {
    // A reader who allows no storage loses nothing but this.
  }
}
