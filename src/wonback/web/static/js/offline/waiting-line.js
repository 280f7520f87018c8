// <waiting-line> on every page: how many touches wait to be sent, and what became of those that cannot be.
// It also takes over a touch form whose network has gone.
import { forget, owner } from "./store.js"
import { keep, present, send, waiting } from "./queue.js"
import { read } from "./touch.js"

const AGAIN = 20_000

customElements.define("waiting-line", class extends HTMLElement {
  async connectedCallback() {
    const show = () => this.show()
    const again = () => send().finally(show)
    document.addEventListener("wonback:queue", show)
    document.addEventListener("htmx:sendError", (event) => this.takeOver(event))
    document.addEventListener("submit", (event) => this.leave(event))
    addEventListener("online", again)
    addEventListener("offline", show)
    document.addEventListener("visibilitychange", () => document.hidden || again())
    setInterval(again, AGAIN)
    await this.meet()
    again()
  }

  // Somebody else is signed in than before, or nobody was: their own key, and nothing of the other one.
  async meet() {
    const user = Number(this.dataset.user)
    if (!user) return
    const before = await owner()
    if (before && before.user !== user) await forget()
    if (before?.user !== user) await present()
  }

  async show() {
    const all = await waiting()
    const stuck = all.filter(({ row }) => row.why)
    const words = this.querySelector("[data-words]")
    this.hidden = !all.length && navigator.onLine
    this.dataset.state = stuck.length ? "stuck" : all.length ? "waiting" : navigator.onLine ? "" : "offline"
    const template = { stuck: this.dataset.stuck, waiting: all.length === 1 ? this.dataset.one : this.dataset.many, offline: this.dataset.offline }
    words.textContent = (template[this.dataset.state] ?? "").replace("{n}", stuck.length || all.length)
  }

  async takeOver(event) {
    const form = event.target.closest?.("form.touch-form[data-client]")
    if (!form) return
    await keep(read(form, Number(form.dataset.client), form.dataset.name))
    const row = document.querySelector(`#client-${form.dataset.client} .row-why`)
    if (row) row.textContent = this.dataset.kept
    document.getElementById("side")?.replaceChildren()
  }

  // Whoever signs out leaves nothing to read; what waits is sent first, if it can be.
  async leave(event) {
    if (!event.target.matches("form[data-signs-out]") || event.target.dataset.ready) return
    event.preventDefault()
    await Promise.race([send(), new Promise((resolve) => setTimeout(resolve, 4_000))])
    await forget()
    event.target.dataset.ready = "true"
    event.target.submit()
  }
})
