// <toast-bar> leaves after thirty seconds, but not while somebody is reading or about to undo.
const SECONDS = 30

customElements.define("toast-bar", class extends HTMLElement {
  connectedCallback() {
    this.querySelector(".toast-close")?.addEventListener("click", () => this.remove())
    this.addEventListener("pointerenter", () => clearTimeout(this.timer))
    this.addEventListener("focusin", () => clearTimeout(this.timer))
    this.addEventListener("pointerleave", () => this.wait())
    this.addEventListener("focusout", () => this.wait())
    this.wait()
  }

  disconnectedCallback() {
    clearTimeout(this.timer)
  }

  wait() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.remove(), SECONDS * 1000)
  }
})
