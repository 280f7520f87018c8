// “Take theirs” puts their text where yours stood; once more, and yours is back.
for (const button of document.querySelectorAll("[data-take]")) {
  const field = document.getElementById(`stays-${button.dataset.take}`)
  const shown = document.querySelector(`[data-theirs="${CSS.escape(button.dataset.take)}"]`)
  const theirs = shown.querySelector(".faint") ? "" : shown.textContent.trim()
  let other = theirs
  button.hidden = false
  button.addEventListener("click", () => {
    const kept = field.value
    field.value = other
    other = kept
    field.focus()
  })
}
