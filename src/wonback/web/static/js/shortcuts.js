// Keys declared in the page by data-key: a letter ("c"), a sign ("/") or two letters ("g t").
const PAUSE = 900
let before = { key: "", at: 0 }

function typing(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")
}

// The key with the one before it, if that was just now.
function pair(event) {
  const keys = event.timeStamp - before.at < PAUSE ? `${before.key} ${event.key}` : event.key
  before = { key: event.key, at: event.timeStamp }
  return keys
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
  const target = find(pair(event)) ?? find(event.key)
  if (!target) return
  event.preventDefault()
  target.matches("input:not([type=checkbox], [type=radio]), textarea, select") ? target.focus() : target.click()
})
