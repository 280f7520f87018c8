// A touch as it stands in a form, with the moment and the key by which it is known.
export function read(form, client, name) {
  const told = new FormData(form)
  const ticked = (field) => told.get(field) === "on"
  return {
    client,
    name,
    made_at: new Date().toISOString(),
    key: told.get("key") || crypto.randomUUID(),
    channel: told.get("channel") || "call",
    reached: !ticked("missed"),
    works: ticked("works") || null,
    gripe: ticked("gripe"),
    competitor: ticked("competitor"),
    more: ticked("more"),
    rival: (told.get("rival") ?? "").slice(0, 120),
    source: told.get("source") ?? "",
    line: (told.get("line") ?? "").slice(0, 500),
    contact: Number(told.get("contact")) || null,
  }
}
