import { queryClient, trpc } from "../../../../client/client.ts";
import { outcomesChanged } from "../../../../recipes/recipeQueries.ts";
import type { Desk } from "../../desk.ts";

/** Images were prepared or refused: the desk takes up what the study has now. */
export async function refreshStudy(desk: Desk): Promise<void> {
  const options = trpc.study.describe.queryOptions({ studyInstanceUid: desk.study.studyInstanceUid });
  await Promise.all([
    queryClient.fetchQuery({ ...options, staleTime: 0 }),
    outcomesChanged(),
    queryClient.invalidateQueries(trpc.featureSet.compareGrids.queryFilter()),
  ]);
  const study = queryClient.getQueryData(options.queryKey);
  if (study) desk.adopt(study);
}
