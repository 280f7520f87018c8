// Keys declared in the page by data-key: a letter ("c"), a sign ("/") or two letters ("g t").
const PAUSE = 900
let held = ""
let timer

function typing(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")
}

function press(key) {
  held = held ? `${held} ${key}` : key
  clearTimeout(timer)
  timer = setTimeout(() => { held = "" }, PAUSE)
  return held
}

function visible(element) {
  return element.checkVisibility() || element.closest(".row")
}

// Within a list, a key acts on the line that has the focus.
function find(key) {
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].filter(visible)
  const row = document.activeElement?.closest(".row")
  return all.find((element) => row?.contains(element)) ?? all[0]
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || typing(event) || document.querySelector("dialog[open]")) return
  const keys = press(event.key)
  const target = find(keys) ?? find(event.key)
  if (!target) return
  event.preventDefault()
  held = ""
  target.matches("input:not([type=checkbox], [type=radio]), textarea, select") ? target.focus() : target.click()
})
