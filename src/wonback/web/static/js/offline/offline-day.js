// <offline-day>: today's list and call sheets from what this device keeps, with or without a network.
import { get, owner, put, seal, unseal } from "./store.js"
import { drop, keep, present, send, waiting } from "./queue.js"
import { fill, lineOf, looks, part } from "./pocket.js"
import { read } from "./touch.js"

customElements.define("offline-day", class extends HTMLElement {
  async connectedCallback() {
    document.addEventListener("wonback:queue", () => this.showQueue())
    addEventListener("online", () => this.renew())
    await this.show()
    await this.renew()
  }

  // The newest day, if there is a network and somebody is signed in.
  async renew() {
    const told = await present()
    const answer = told && (await fetch("/offline/day/", { cache: "no-store" }).catch(() => undefined))
    if (!answer?.ok || answer.redirected) return
    const day = await answer.json()
    const { user, key } = await owner()
    const until = Date.now() + day.hours * 3_600_000
    await put("kept", { name: "day", user, until, ...(await seal(day, key)) })
    await send()
    await this.show()
    await this.keepLook()
  }

  async keepLook() {
    const worker = await navigator.serviceWorker?.register("/service-worker.js", { scope: "/" }).catch(() => undefined)
    if (!worker) return
    const ready = await navigator.serviceWorker.ready
    navigator.serviceWorker.addEventListener("message", ({ data }) => data === "kept" && (this.dataset.kept = ""))
    ready.active.postMessage({ keep: looks() })
  }

  async show() {
    const { user, key } = (await owner()) ?? {}
    const kept = key && (await get("kept", "day"))
    const day = kept && kept.user === user && kept.until > Date.now() ? await unseal(kept, key) : undefined
    this.querySelector("[data-is=day]").textContent = day?.day ?? ""
    this.querySelector("[data-is=nothing]").hidden = Boolean(day)
    this.querySelector("[data-is=nobody]").hidden = !day || day.lines.length > 0
    const opened = this.querySelector("details[open]")?.id
    this.querySelector("ol").replaceChildren(...(day?.lines ?? []).map((line) => this.line(line)))
    if (opened) document.getElementById(opened)?.setAttribute("open", "")
    await this.showQueue()
  }

  line(line) {
    const row = lineOf(line)
    row.querySelector("form").addEventListener("submit", (event) => this.note(event, line))
    return row
  }

  async note(event, line) {
    event.preventDefault()
    await keep(read(event.target, line.client, line.name))
    event.target.closest("details").open = false
    event.target.reset()
    await send()
  }

  async showQueue() {
    const all = await waiting()
    const list = this.querySelector("[data-is=queue]")
    list.replaceChildren(...all.map(({ row, touch }) => {
      const item = part("waiting")
      fill(item, { name: touch.name, line: touch.line, why: row.why })
      const button = item.querySelector("button")
      button.hidden = !row.why
      button.addEventListener("click", () => drop(row.id))
      return item
    }))
    for (const line of this.querySelectorAll("details")) {
      line.closest("li").toggleAttribute("data-noted", all.some(({ touch }) => `client-${touch.client}` === line.id))
    }
  }
})
