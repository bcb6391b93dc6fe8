/** Headers of what is shown or read as the type it says, and as no other. */
export function contentHeaders(contentType: string): Record<string, string> {
  return { "content-type": contentType, "x-content-type-options": "nosniff" };
}

/** Headers of raw bytes. */
export const bytesHeaders = contentHeaders("application/octet-stream");

/** Headers of a file to be kept; its name holds nothing of the patient. */
export function downloadHeaders(contentType: string, fileName: string): Record<string, string> {
  return {
    ...contentHeaders(contentType),
    "content-disposition": attachment(fileName),
    // Should it be shown all the same, nothing in it runs or is loaded.
    "content-security-policy": "default-src 'none'; sandbox",
  };
}

/** RFC 6266: a name in ASCII, and the true one in UTF-8. */
function attachment(fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\]/g, "_");
  return `attachment; filename="${ascii}"${ascii === fileName ? "" : `; filename*=UTF-8''${encodeURIComponent(fileName)}`}`;
}
