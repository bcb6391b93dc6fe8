import { useEffect, useEffectEvent } from "react";

/** Hears Enter while no control has the focus and no dialog is open. */
export function useEnter(run: () => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.repeat || event.defaultPrevented) return;
    if (document.activeElement !== document.body || document.querySelector("[role=dialog], [role=menu]")) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
