import { useEffect } from "react";

const pressed = "a, button, summary, input[type=checkbox], input[type=radio]";
const chosen = "input[type=radio], [role=radio], [role=tab], [role=slider]";

/** True where a key press works the control that has the focus, so that no shortcut may take it: Space and Enter press, arrows choose. */
export function worksControl({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return ((key === " " || key === "Enter") && target.matches(pressed)) || (key.startsWith("Arrow") && target.matches(chosen));
}

/** True where a key press copies text that is selected on the page. */
export function copiesText({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && key.toLowerCase() === "c" && window.getSelection()?.isCollapsed === false;
}

/** Controls that need no keys once the mouse has done its work; lists that are open, dialogs, and what has keys of its own keep them. */
const done = `${pressed}, ${chosen}, [tabindex="-1"]:has([role=slider]), select, input[type=range], input[aria-haspopup=listbox]`;
const keeping = "[role=dialog], [role=menu], [role=listbox], [aria-expanded=true], [data-own-keys]";

/** After a control was worked with the mouse, the keyboard belongs to the images again. Who works controls by keyboard keeps the focus where it is. */
export function useKeysForImages(): void {
  useEffect(() => {
    let isMouse = false;
    let timer = 0;
    const onPointer = () => {
      isMouse = true;
    };
    const onKey = () => {
      isMouse = false;
    };
    const onDone = ({ type }: Event) => {
      if (!isMouse) return;
      window.clearTimeout(timer);
      // After the control itself has taken note.
      timer = window.setTimeout(() => {
        const active = document.activeElement;
        if (!(active instanceof HTMLElement) || !active.matches(done) || active.closest(keeping)) return;
        // A click opens a select; its change ends it.
        if (type === "change" || !(active instanceof HTMLSelectElement)) active.blur();
      });
    };
    // A menu that was worked with the mouse gives the focus back to its button, where Space would open it again.
    const onFocus = ({ target }: FocusEvent) => {
      if (isMouse && target instanceof HTMLElement && target.matches("[aria-haspopup=menu][aria-expanded=false]")) target.blur();
    };
    window.addEventListener("focusin", onFocus);
    window.addEventListener("pointerdown", onPointer, true);
    window.addEventListener("keydown", onKey, true);
    window.addEventListener("click", onDone, true);
    window.addEventListener("change", onDone);
    return () => {
      window.clearTimeout(timer);
      window.removeEventListener("focusin", onFocus);
      window.removeEventListener("pointerdown", onPointer, true);
      window.removeEventListener("keydown", onKey, true);
      window.removeEventListener("click", onDone, true);
      window.removeEventListener("change", onDone);
    };
  }, []);
}
