import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { userEvent, type UserEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { theme } from "../../../src-renderer/ui/theme.ts";
import { queryClient } from "./door.ts";

/** Shows a part of a screen as main.tsx does, without transitions. Answers the reader's mouse and keyboard. */
export function show(part: ReactNode): UserEvent {
  render(
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} forceColorScheme="dark" withCssVariables={false} withGlobalClasses={false} env="test">
        {part}
      </MantineProvider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}
