// What is open beside a list closes by Escape or by its cross, and the focus returns to the line it came from.
// The cross is a plain link to the page without it, for browsers without scripts.
let opener

document.addEventListener("click", (event) => {
  const link = event.target.closest('[hx-target="#side"]')
  if (link) opener = link
  const cross = event.target.closest("[data-closes-side]")
  if (cross) close(event)
})

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open], details.menu[open], :popover-open")) close(event)
})

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "side") return
  for (const link of document.querySelectorAll('[hx-target="#side"]')) link.removeAttribute("aria-current")
  opener?.setAttribute("aria-current", "true")
  if (matchMedia("(width < 64rem)").matches) event.target.scrollIntoView({ block: "start", behavior: "smooth" })
})

function close(event) {
  const side = document.getElementById("side")
  if (!side?.firstElementChild || !opener) return
  event.preventDefault()
  side.replaceChildren()
  opener.removeAttribute("aria-current")
  opener.focus()
}
