import { Button } from "@mantine/core";
import type { PacketOfProject } from "../../../client/packets.ts";
import { formatMoment } from "../../../ui/format.ts";
import classes from "../Projects.module.css";

interface Props {
  readonly packets: readonly PacketOfProject[];
  readonly isRunning: boolean;
  readonly onCallBack: (number: number) => void;
}

/** The packets of a project with what became of them. */
export function PacketTable({ packets, isRunning, onCallBack }: Props) {
  return (
    <table className={classes.table} aria-label="Packets">
      <thead>
        <tr>
          <th scope="col" className={classes.number}>
            Packet
          </th>
          <th scope="col">Reader, pass</th>
          <th scope="col">Written</th>
          <th scope="col">Not before (UTC)</th>
          <th scope="col" className={classes.number}>
            Submitted
          </th>
          <th scope="col">State</th>
          <th scope="col">Came back</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {packets.map((packet) => (
          <tr key={packet.number}>
            <td className={classes.number}>{packet.number}</td>
            <td>
              {packet.readerNumber} {packet.reader}, pass {packet.pass}
            </td>
            <td>{formatMoment(packet.writtenAt)}</td>
            <td>{packet.notBefore === null ? <span className={classes.quiet}>at once</span> : packet.notBefore.slice(0, 10)}</td>
            <td className={classes.number}>
              {packet.submitted} of {packet.cases}
            </td>
            <td>
              <PacketStateCell packet={packet} />
            </td>
            <td>
              {packet.returns.length === 0 && <span className={classes.quiet}>–</span>}
              {packet.returns.map(({ number, at, leftOut }) => (
                <div key={number}>
                  {formatMoment(at)}
                  {leftOut.map(({ code, why }) => (
                    <div key={code} className={classes.warning}>
                      not taken in, {code}: {why}
                    </div>
                  ))}
                </div>
              ))}
            </td>
            <td>
              {isRunning && packet.state === "out" && (
                <Button
                  variant="default"
                  size="compact-xs"
                  aria-label={`Call back packet ${packet.number}`}
                  onClick={() => onCallBack(packet.number)}
                >
                  Call back…
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PacketStateCell({ packet: { state, out, cases, calledBack } }: { readonly packet: PacketOfProject }) {
  if (calledBack)
    return (
      <>
        <span className={classes.warning}>called back</span> {formatMoment(calledBack.at)}: {calledBack.reason}
      </>
    );
  if (state === "out") return out.length === cases ? "out" : `out: ${out.join(", ")}`;
  return state === "returned" ? <span className={classes.good}>returned</span> : "nothing of it is to be read any more";
}
