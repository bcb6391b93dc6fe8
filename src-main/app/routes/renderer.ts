import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import type { Handler } from "hono";
import { projectRoot } from "../../services/store/index.ts";

/**
 * The renderer's own files only. WebAssembly may be compiled (codecs, VTK); nothing else is evaluated.
 * Styles: Mantine and Cornerstone set style attributes through the DOM, which the policy does not count as inline.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  // The report, shown before it is printed.
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join("; ");

/** Of the renderer's built files, whose names are made of their content: the only answers that a browser may keep. */
export const immutable = "public, max-age=31536000, immutable";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".map": "application/json",
};

/** The built renderer; an address without an ending is the page itself. */
export function rendererRoute(): Handler {
  const folder = join(projectRoot, "dist", "renderer");
  return async (context) => {
    const path = pathOf(context.req.path);
    if (path === undefined) return context.text("Not found", 404);
    const file = join(folder, extname(path) === "" ? "index.html" : path);
    const bytes = file.startsWith(folder + sep) ? await readFile(file).catch(() => undefined) : undefined;
    if (!bytes) return context.text("Not found", 404);
    return context.body(new Uint8Array(bytes), 200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "content-security-policy": contentSecurityPolicy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": path.startsWith("/assets/") ? immutable : "no-store",
    });
  };
}

/** Undefined where an address is not rightly written (a lone % or half a character). */
function pathOf(address: string): string | undefined {
  try {
    return normalize(decodeURIComponent(address));
  } catch {
    return undefined;
  }
}
