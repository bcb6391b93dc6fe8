import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** Text (0) to the darkest ground (9): a cool, nearly neutral grey, so that images keep their own tone. Text on 7 and 8 meets WCAG AA down to shade 2. */
const dark: MantineColorsTuple = [
  "#dde2e8",
  "#bac2cc",
  "#98a2af",
  "#6d7785",
  "#343c47",
  "#262d36",
  "#1b2129",
  "#13181e",
  "#0e1217",
  "#090c10",
];

/** The one accent: a calm blue-green that no colour of a segment is likely to be mistaken for. */
const accent: MantineColorsTuple = [
  "#e5f3f7",
  "#cbe5ed",
  "#a4d1df",
  "#7cbcd0",
  "#5aa9c2",
  "#4597b1",
  "#357f98",
  "#2b6e85",
  "#236075",
  "#184a5b",
];

/**
 * The look: dark, dense, system fonts. Dialogs leave the page's scrolling alone, because locking it would write a style element, which the
 * Content-Security-Policy refuses.
 */
export const theme = createTheme({
  colors: { dark, accent },
  primaryColor: "accent",
  primaryShade: 7,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  fontWeights: { medium: "500" },
  headings: {
    fontWeight: "600",
    sizes: { h1: { fontSize: "22px" }, h2: { fontSize: "17px" }, h3: { fontSize: "14px" }, h4: { fontSize: "13px" } },
  },
  defaultRadius: 4,
  focusRing: "auto",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Button: { defaultProps: { size: "xs" } },
    Checkbox: { defaultProps: { size: "xs" } },
    Drawer: { defaultProps: { lockScroll: false } },
    // Their header elements would be banners beside the window's own.
    DrawerHeader: { defaultProps: { role: "presentation" } },
    // The placeholder would be a child of the menu that is no item.
    Menu: { defaultProps: { shadow: "md", withInitialFocusPlaceholder: false } },
    Modal: { defaultProps: { lockScroll: false, centered: true } },
    ModalHeader: { defaultProps: { role: "presentation" } },
    NumberInput: { defaultProps: { size: "xs" } },
    // Inside a landmark, for readers of screens.
    Portal: { defaultProps: { target: "#floating" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs" } },
    Slider: { defaultProps: { size: "sm" } },
    Switch: { defaultProps: { size: "xs" } },
    Tabs: { defaultProps: { keepMounted: false } },
    Text: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "xs" } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, multiline: true, color: "dark.5" } },
  },
});
