import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import { theme } from "./theme.ts";

/**
 * Gives the page the theme's CSS variables as a constructed style sheet. MantineProvider would write them into a style element, which the
 * Content-Security-Policy (style-src 'self', no unsafe-inline) refuses; a constructed sheet is the program's own and needs no exception.
 */
export function adoptTheme(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(convertCssVariables(defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme))));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
