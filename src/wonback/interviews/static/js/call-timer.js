// <call-timer data-since="…">: how long the call has lasted, in minutes and seconds.
customElements.define("call-timer", class extends HTMLElement {
  connectedCallback() {
    this.tick()
    this.ticking = setInterval(() => this.tick(), 1000)
  }

  disconnectedCallback() {
    clearInterval(this.ticking)
  }

  tick() {
    const seconds = Math.max(0, Math.floor((Date.now() - new Date(this.dataset.since)) / 1000))
    this.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
  }
})
