import { Center, Loader } from "@mantine/core";

/** While the viewer is loaded. */
export function Loading() {
  return (
    <Center h="100%">
      <Loader size="sm" aria-label="Loading the viewer" />
    </Center>
  );
}
