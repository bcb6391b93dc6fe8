import { move, transferableSymbol, valueSymbol } from "piscina";
import {
  type DecodeAnswer,
  type DecodeTask,
  type FileKeeping,
  type ImageAnswer,
  type ImageTask,
  decodeFrames,
  decodeImage as decodeImageOf,
} from "../services/volumes/index.ts";

/** Decodes the frames of a task; the voxels are handed over, not copied. */
export async function decode({ keepsFiles, ...task }: DecodeTask & FileKeeping): Promise<DecodeAnswer> {
  const answer = await decodeFrames(task, keepsFiles);
  const buffers = answer.flatMap((frame) => ("bytes" in frame ? [frame.bytes.buffer] : []));
  return move({ [transferableSymbol]: buffers, [valueSymbol]: answer }) as unknown as DecodeAnswer;
}

/** Decodes one image of a file; its voxels are handed over, not copied. */
export async function decodeImage({ keepsFiles, ...task }: ImageTask & FileKeeping): Promise<ImageAnswer> {
  const answer = await decodeImageOf(task, keepsFiles);
  const buffers = "voxels" in answer ? [answer.voxels.buffer] : [];
  return move({ [transferableSymbol]: buffers, [valueSymbol]: answer }) as unknown as ImageAnswer;
}
