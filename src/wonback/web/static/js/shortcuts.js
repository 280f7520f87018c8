// Keys declared in the page by data-key: a letter ("c"), a sign ("/") or two letters ("g t"). They are silent while somebody types.
// What has a data-chord ("KeyP", "Digit1") is reached from a text as well, by Alt and that key.
const PAUSE = 900
let before = { key: "", at: 0 }

const TEXT = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"

function typing(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TEXT)
}

// By the place of the key, because Alt changes what some keyboards write; AltGr writes, and is left alone.
function chord(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.getModifierState("AltGraph")) return undefined
  const code = { "+": "Plus", "-": "Minus", NumpadAdd: "Plus", NumpadSubtract: "Minus" }
  const pressed = code[event.key] ?? code[event.code] ?? event.code
  return [...document.querySelectorAll(`[data-chord="${CSS.escape(pressed)}"]`)].find(visible)
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
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return
  const target = chord(event) ?? (typing(event) ? undefined : find(pair(event)) ?? find(event.key))
  if (!target) return
  event.preventDefault()
  target.matches("input:not([type=checkbox], [type=radio]), textarea, select") ? target.focus() : target.click()
})
