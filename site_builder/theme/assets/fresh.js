// A page says what a page built today would say. The builder wrote beside each element what takes its place and when,
// in a template, and the last days of what closes; see templates/macros.html. A clock before the build changes nothing.
const freshen = () => {
  const now = new Date()
  for (const later of document.querySelectorAll("template[data-from]")) {
    if (later.dataset.from * 1000 > now) continue
    later.previousElementSibling.remove()
    later.replaceWith(later.content)
  }
  const today = Date.parse(now.toLocaleDateString("sv", { timeZone: "Europe/London" })) // sv writes 2026-12-04
  const words = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" })
  for (const day of document.querySelectorAll("time[data-days]")) {
    const left = (Date.parse(day.dateTime) - today) / 86_400_000
    if (left >= 0 && left < day.dataset.days) day.textContent = day.dataset.say.replace("{}", words.format(left, "day"))
  }
}
freshen()
addEventListener("pageshow", freshen) // a page that comes back from the browser's memory
