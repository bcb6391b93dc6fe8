import { Button, Code, Group, Stack, Text, Title } from "@mantine/core";
import { Component, type ReactNode } from "react";
import classes from "./ErrorBoundary.module.css";

interface Props {
  /** What failed, as the reader calls it: "The worklist". */
  readonly what: string;
  readonly children: ReactNode;
  readonly onLeave?: () => void;
  /** What leaving is called. */
  readonly back?: string;
}

/** Keeps a fault inside its room: says what happened and what to do in place of a blank screen. */
export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className={classes.page} role="alert">
        <Stack gap="sm" maw={520}>
          <Title order={2}>{this.props.what} could not be shown</Title>
          <Text>
            Everything you drew or imported is on disk. Try again; if it happens once more, restart the program and note the line below for
            a report.
          </Text>
          <Code block>{error.message}</Code>
          <Group>
            <Button onClick={() => this.setState({ error: null })}>Try again</Button>
            {this.props.onLeave && (
              <Button
                variant="default"
                onClick={() => {
                  this.setState({ error: null });
                  this.props.onLeave?.();
                }}
              >
                {this.props.back ?? "Back to the worklist"}
              </Button>
            )}
          </Group>
        </Stack>
      </div>
    );
  }
}
