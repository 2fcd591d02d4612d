// Notes each stop of the Tab key as it is reached: what it is, and what is wrong with how it shows. See stops.py.
const LOOK = ["outline", "boxShadow", "border", "backgroundColor", "stroke", "strokeWidth", "textDecoration"]
const look = element =>
  [element, ...element.querySelectorAll("*")].slice(0, 9).map(each => {
    const style = getComputedStyle(each)
    return LOOK.map(name => style[name]).join()
  }).join(";")
const outlined = element => {
  const style = getComputedStyle(element)
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !style.outlineColor.endsWith(", 0)")
}
const parts = [0.02, 0.25, 0.5, 0.75, 0.98]
const shows = element => [...element.getClientRects()].some(({ left, top, width, height }) =>
  parts.some(x => parts.some(y => element.contains(document.elementFromPoint(left + x * width, top + y * height)))))
// Of a field of many lines, the browser shows the first, where the next letter goes.
const inside = element => {
  const { left, right, top, bottom, height } = element.getBoundingClientRect()
  const foot = element.matches("textarea") ? top + 24 : bottom
  return left > -1 && right < innerWidth + 1 && (height > innerHeight || (top > -1 && foot < innerHeight + 1))
}
const colour = words => {
  const [red, green, blue, alpha = 1] = words.match(/[\d.]+/g).map(Number)
  const light = [red, green, blue].map(each => (words.startsWith("color(") ? each : each / 255))
    .map(each => (each > 0.04045 ? ((each + 0.055) / 1.055) ** 2.4 : each / 12.92))
  return { alpha, light: 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] }
}
// Words need a contrast of 4.5 to 1 with what they stand on (WCAG 1.4.3).
window.readable = element => {
  let ground = element
  while (ground.parentElement && colour(getComputedStyle(ground).backgroundColor).alpha < 1) ground = ground.parentElement
  const lights = [colour(getComputedStyle(element).color), colour(getComputedStyle(ground).backgroundColor)]
    .map(({ alpha, light }) => (alpha ? light : 1)).sort((one, other) => other - one)
  return (lights[0] + 0.05) / (lights[1] + 0.05) >= 4.5
}
const wrong = element => [
  !outlined(element) && look(element) === before.get(element) && "looks as without the focus",
  !inside(element) && "is outside the window",
  !shows(element) && "is covered",
  element.innerText?.trim() && !readable(element) && "is hard to read",
].filter(Boolean)

const before = new Map()
window.stops = []
addEventListener("DOMContentLoaded", () => {
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]"))
    before.set(element, look(element))
})
addEventListener("keyup", event => {
  const element = document.activeElement
  if (event.key !== "Tab" || element === document.body) return
  const name = element.ariaLabel || element.labels?.[0]?.textContent || element.textContent
  window.stops.push({ name: name.trim().replace(/\s+/g, " ").slice(0, 60), wrong: wrong(element) })
})
