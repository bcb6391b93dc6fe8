/** The bytes at an address of the door. Throws an Error whose message is the door's own words where it refuses. */
export async function fetchBytes(path: string, init?: RequestInit): Promise<{ bytes: ArrayBuffer; headers: Headers }> {
  const response = await fetch(path, init);
  if (!response.ok) throw new Error((await response.text()) || `The program answered ${response.status}.`);
  return { bytes: await response.arrayBuffer(), headers: response.headers };
}
