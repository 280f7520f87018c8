// A <details class="menu"> closes when the person turns to something else.
function closeOthers(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false
  }
}

document.addEventListener("pointerdown", (event) => closeOthers(event.target))
document.addEventListener("focusin", (event) => closeOthers(event.target))
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.activeElement?.closest("details.menu[open]")
  if (!menu) return
  menu.open = false
  menu.querySelector("summary").focus()
})
