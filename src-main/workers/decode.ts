import { move } from "piscina";
import { decodeFrames, type DecodeAnswer, type DecodeTask } from "../services/dicom/index.ts";

/** Decodes the frames of a task; the voxels are handed over, not copied. */
export async function decode(task: DecodeTask): Promise<DecodeAnswer> {
  const answer = await decodeFrames(task);
  if ("bytes" in answer) move(answer.bytes.buffer);
  return answer;
}
