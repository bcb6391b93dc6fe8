import { html } from "hono/html";

/** A piece of the report: what is put into it is escaped. */
export type Markup = ReturnType<typeof html>;

/** A table with a head. */
export function table(head: readonly string[], rows: readonly (readonly (string | number | Markup)[])[]): Markup {
  return html`<table><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`;
}
