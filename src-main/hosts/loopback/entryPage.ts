import { createHash } from "node:crypto";

/** The address at which a code becomes a session: the page by GET, the code itself by POST. */
export const entryPath = "/enter";

// The code stands behind the "#": that part of an address is never sent, neither in a request nor as a Referer.
const script = `
const words = document.getElementById("words");
function enter() {
  const code = location.hash.slice(1);
  history.replaceState(null, "", "${entryPath}");
  if (code === "") location.replace("/");
  else fetch("${entryPath}", { method: "POST", body: code }).then(
    async (answer) => { if (answer.ok) location.replace("/"); else words.textContent = await answer.text(); },
    () => { words.textContent = "Fascicle does not answer. It may have been closed: start it again."; },
  );
}
// Another link, opened where this page still stands, changes no more than what is behind the "#".
addEventListener("hashchange", enter);
enter();
`;
const style =
  "html { background: #101214; color: #d7dde3; font: 16px system-ui, sans-serif } p { margin: 20vh auto 0; max-width: 34em; padding: 0 1em }";

/** The page that a link of this program opens first. It holds nothing that is secret, and runs this one script. */
export const entryPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Fascicle</title><style>${style}</style></head>
<body><main><p id="words" role="status">Opening Fascicle …</p></main><script>${script}</script></body></html>
`;

export const entryHeaders: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    `default-src 'none'; script-src '${digest(script)}'; style-src '${digest(style)}'; connect-src 'self'; ` +
    `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** The page in a private file that sends a browser on to a link, so that the link is in no command line. */
export function startPage(link: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Fascicle</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${digest(style)}'"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${link}"><style>${style}</style></head>
<body></body></html>
`;
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
