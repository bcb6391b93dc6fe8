import { Center, Loader } from "@mantine/core";

/** While a room is loaded. */
export function Loading({ what = "the viewer" }: { what?: string }) {
  return (
    <Center h="100%">
      <Loader size="sm" aria-label={`Loading ${what}`} />
    </Center>
  );
}
