// Touches made without a network. Each has a key made here, so that however often it is sent it is written once.
import { all, owner, put, remove, seal, unseal, welcome } from "./store.js"

const changed = () => document.dispatchEvent(new CustomEvent("wonback:queue"))

export async function keep(touch) {
  const { user, key } = (await owner()) ?? {}
  if (!key) throw new Error("nobody is signed in on this device")
  await put("queue", { id: touch.key, user, made_at: touch.made_at, ...(await seal(touch, key)) })
  changed()
}

// Those of whoever is signed in, the oldest first.
export async function waiting() {
  const { user, key } = (await owner()) ?? {}
  if (!key) return []
  const mine = (await all("queue")).filter((row) => row.user === user)
  mine.sort((one, other) => one.made_at.localeCompare(other.made_at))
  return Promise.all(mine.map(async (row) => ({ row, touch: await unseal(row, key) })))
}

export async function drop(id) {
  await remove("queue", id)
  changed()
}

// Who is signed in, as the house knows it; undefined without a network or without a sign-in.
export async function present() {
  const answer = await fetch("/offline/who/", { cache: "no-store", headers: { Accept: "application/json" } }).catch(() => undefined)
  if (!answer?.ok || answer.redirected) return undefined
  const told = await answer.json()
  await welcome(told.user, told.key)
  return told
}

// Send what waits. One window at a time; where the network goes again, the rest stays.
export function send() {
  return navigator.locks.request("wonback-queue", async () => {
    const told = (await waiting()).some(({ row }) => !row.why) ? await present() : undefined
    if (!told) return
    for (const { row, touch } of await waiting()) {
      if (!row.why && !(await sent(row, touch, told))) break
    }
    changed()
  })
}

async function sent(row, touch, { csrf, user }) {
  const { name: _name, ...told } = touch
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf }
  const body = JSON.stringify({ ...told, user })
  const answer = await fetch("/api/v1/touches", { method: "POST", headers, body }).catch(() => undefined)
  if (answer?.ok) await remove("queue", row.id)
  else if (answer?.status === 404 || answer?.status === 422) await refused(row, answer)
  else return false
  changed()
  return true
}

// A no that will stay one: it is shown, and nothing is lost.
async function refused(row, answer) {
  const problem = await answer.json().catch(() => ({}))
  await put("queue", { ...row, why: problem.reasons?.join(" ") || problem.detail || problem.title || String(answer.status) })
}
