import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./ui/base.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./client/client.ts";
import { loadReader } from "./client/reader.ts";
import { ReaderGate } from "./rooms/shell/readers/ReaderGate.tsx";
import { Shell } from "./rooms/shell/Shell.tsx";
import { adoptTheme } from "./ui/adoptTheme.ts";
import { ErrorBoundary } from "./ui/ErrorBoundary.tsx";
import { theme } from "./ui/theme.ts";

adoptTheme();
void loadReader();

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} forceColorScheme="dark" withCssVariables={false} withGlobalClasses={false}>
        <Notifications position="bottom-right" limit={4} />
        <ErrorBoundary what="The window">
          <ReaderGate>
            <Shell />
          </ReaderGate>
        </ErrorBoundary>
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
);
