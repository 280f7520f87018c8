// The parts of the pocket page, filled with what this device keeps.
export const part = (name) => document.getElementById(`part-${name}`).content.cloneNode(true).firstElementChild

export function fill(element, words) {
  for (const [name, text] of Object.entries(words)) {
    const place = element.querySelector(`[data-is="${name}"]`)
    place.textContent = text ?? ""
    place.hidden = !text
  }
}

// One client: why now, and the call sheet under it.
export function lineOf(line) {
  const row = part("line")
  row.querySelector("details").id = `client-${line.client}`
  const people = line.people.map((one) => [one.name, one.role].filter(Boolean).join(", ")).join("\n")
  fill(row, { name: line.name, why: line.why_now, advice: line.advice, people, touches: line.touches.join("\n"), owed: line.owed.join("\n"), phone: line.phone })
  row.querySelector("[data-is=phone]").href = `tel:${line.phone.replaceAll(" ", "")}`
  const { channel, contact } = row.querySelector("form").elements
  channel.value = line.channel
  for (const one of line.people) contact.add(new Option(one.name, one.id, one.id === line.contact, one.id === line.contact))
  return row
}

// Every address of ours that this page looked at: what it needs to look the same without a network.
export function looks() {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name)
  const named = [...document.querySelectorAll("link[href], use[href]")].map((one) => new URL(one.getAttribute("href"), location).href)
  return [...new Set([...loaded, ...named].map((address) => address.split("#")[0]))]
}
