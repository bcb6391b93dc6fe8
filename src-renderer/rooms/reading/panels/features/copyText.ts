/** Puts text on the clipboard. By the page's own command: it needs no permission of the system, which the program's window never grants. */
export function copyText(text: string): void {
  const field = document.createElement("textarea");
  const active = document.activeElement;
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  (active?.closest("[role=dialog]") ?? document.body).append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  if (active instanceof HTMLElement) active.focus({ preventScroll: true });
}
