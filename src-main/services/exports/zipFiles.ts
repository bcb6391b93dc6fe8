import { ZipFile } from "yazl";

/** Files by their paths as one ZIP archive. */
export async function zipFiles(files: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
  const archive = new ZipFile();
  for (const [path, content] of Object.entries(files)) archive.addBuffer(Buffer.from(content), path);
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
