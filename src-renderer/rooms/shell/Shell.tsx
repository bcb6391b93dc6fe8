import { useAccess } from "../../client/access.ts";
import { BlindedShell } from "./BlindedShell.tsx";
import { OpenShell } from "./OpenShell.tsx";

/** The window: of all rooms, or while a blinded study runs of the own readings alone. Nothing is shown, or asked for, before it is known which. */
export function Shell() {
  const access = useAccess();
  if (!access) return null;
  return access.isBlinded ? <BlindedShell /> : <OpenShell />;
}
