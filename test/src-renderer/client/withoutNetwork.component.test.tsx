import { useMutation, useQuery } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { client, trpc } from "../../../src-renderer/client/client.ts";
import { answer } from "../bench/door.ts";
import { show } from "../bench/show.tsx";

/** Changes something, then asks, as every screen does. */
function Screen() {
  const signOut = useMutation({ mutationFn: () => client.reader.signOut.mutate() });
  const { data } = useQuery(trpc.worklist.modalities.queryOptions(undefined, { enabled: signOut.isSuccess }));
  return (
    <button type="button" onClick={() => signOut.mutate()}>
      {data?.join(" ") ?? "nothing asked"}
    </button>
  );
}

afterEach(() => {
  window.dispatchEvent(new Event("online"));
});

test("where the machine loses its network, the door is asked as before", async () => {
  const signedOut = vi.fn(() => null);
  answer("worklist.modalities", () => ["MR"]);
  answer("reader.signOut", signedOut);
  const reader = show(<Screen />);
  await screen.findByRole("button", { name: "nothing asked" });
  window.dispatchEvent(new Event("offline"));
  await reader.click(screen.getByRole("button"));
  await screen.findByRole("button", { name: "MR" });
  expect(signedOut).toHaveBeenCalledOnce();
});
