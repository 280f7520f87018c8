// One file by tus 1.0.0 (tus.io), in pieces: what is there already is not sent again, and a broken connection is waited for.
const PIECE = 8 * 1024 * 1024
const PATIENCE = [1, 2, 4, 8, 15, 30]

export async function send(file, { files, known, token, told, signal }) {
  const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": token }
  const ask = (address, method, more = {}, body) => fetch(address, { method, headers: { ...headers, ...more }, body, signal })
  const address = known ? files + known : await begin(file, files, ask)
  let offset = known ? await here(address, ask) : 0
  let failures = 0
  while (offset < file.size) {
    told(offset, failures > 0)
    try {
      const more = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset }
      const answer = await ask(address, "PATCH", more, file.slice(offset, offset + PIECE))
      if (answer.status >= 500) throw new TypeError(answer.statusText)
      if (!answer.ok && answer.status !== 409) throw Object.assign(new Error(), { final: true })
      offset = Number(answer.headers.get("Upload-Offset"))
      failures = 0
    } catch (problem) {
      if (problem.name === "AbortError" || problem.final) throw problem
      told(offset, true)
      await rest(PATIENCE[Math.min(failures++, PATIENCE.length - 1)], signal)
      offset = await here(address, ask).catch(() => offset)
    }
  }
  told(file.size, false)
}

async function begin(file, files, ask) {
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)))
  const answer = await ask(files, "POST", { "Upload-Length": file.size, "Upload-Metadata": `filename ${name}` })
  if (!answer.ok) throw new Error(await reason(answer))
  return answer.headers.get("Location")
}

// A refusal is a page; its sentence stands in its alert.
async function reason(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  return page.querySelector("[role=alert], #refusal")?.textContent.trim() ?? ""
}

async function here(address, ask) {
  const answer = await ask(address, "HEAD")
  if (!answer.ok) throw new Error(answer.statusText)
  return Number(answer.headers.get("Upload-Offset"))
}

function rest(seconds, signal) {
  return new Promise((go, stop) => {
    const waited = setTimeout(go, seconds * 1000)
    signal.addEventListener("abort", () => { clearTimeout(waited); stop(signal.reason) }, { once: true })
  })
}
