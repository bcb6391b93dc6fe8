import { useEffect, useState } from "react";
import { isTyping } from "../../ui/shortcuts.ts";

/** Whether the help sheet is open, and the key that opens and closes it. */
export function useHelp(): readonly [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.key !== "?" && event.key !== "؟") || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      // Not over another dialog.
      if (!isOpen && document.querySelector("[role=dialog]")) return;
      event.preventDefault();
      setOpen(!isOpen);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [isOpen]);
  return [isOpen, setOpen];
}
