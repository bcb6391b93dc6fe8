import type { ReactNode } from "react";
import { useSignedIn } from "../../../client/reader.ts";
import { SignInScreen } from "./SignInScreen.tsx";

/** Shows the rooms to whoever is signed in; asks who reads where nobody is. Where the program does not answer, the rooms say so. */
export function ReaderGate({ children }: { readonly children: ReactNode }) {
  const { kind } = useSignedIn();
  if (kind === "asking") return null;
  return kind === "nobody" ? <SignInScreen /> : children;
}
