"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Panel } from "@/components/ui/panel";
import { RelativeTime } from "@/components/ui/relative-time";
import { ActionsTh, Table, Td, Th } from "@/components/ui/table";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type EnrolmentView, enrolmentList, enrolmentView } from "@/lib/contracts/enrolments";
import { plural } from "@/lib/format/number";

const KEY = ["enrolments"];

function State({ token }: { token: EnrolmentView }) {
  if (token.revokedAt !== null) return <Badge tone="muted">Revoked</Badge>;
  return token.usedAt === null ? <Badge tone="info">Not used yet</Badge> : <Badge tone="ok">In use</Badge>;
}

function Row({ token }: { token: EnrolmentView }) {
  const client = useQueryClient();
  const revoke = async () => {
    await fetchJson(`/api/v1/hosts/enrolments/${token.id}/revoke`, enrolmentView, jsonBody("POST", {}));
    await client.invalidateQueries({ queryKey: KEY });
  };
  return (
    <tr>
      <Td className="max-w-64 break-words font-medium">{token.hostName}</Td>
      <Td>
        <State token={token} />
      </Td>
      <Td className="hidden sm:table-cell">{token.launcher}</Td>
      <Td numeric>
        <RelativeTime at={token.createdAt} />
      </Td>
      <Td numeric className="hidden sm:table-cell">
        <RelativeTime at={token.usedAt} empty="never" />
      </Td>
      <Td className="no-print text-right">
        {token.revokedAt === null ? (
          <ConfirmButton
            size="sm"
            variant="ghost"
            title={`Revoke the token of ${token.hostName}?`}
            description="Its agent is refused from its next request on: it takes no new jobs, and nobody hears how those that run there end. A new command connects the host again."
            action="Revoke"
            onConfirm={revoke}
          >
            Revoke
          </ConfirmButton>
        ) : null}
      </Td>
    </tr>
  );
}

/** Tokens that were given to agents. The list is there once the first host was added. */
export function AgentTokens() {
  const { data, error } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => fetchJson("/api/v1/hosts/enrolments", enrolmentList, { signal }),
  });
  if (error)
    return <p className="px-4 text-bad text-sm">The agents' tokens could not be read: {error.message}</p>;
  if (!data || data.enrolments.length === 0) return null;
  const valid = data.enrolments.filter((token) => token.revokedAt === null).length;
  return (
    <div className="p-4">
      <Panel
        title="Tokens of agents"
        aside={`${plural(valid, "token")} valid, ${data.enrolments.length - valid} revoked`}
        padded={false}
      >
        <Table aria-label="Tokens of agents">
          <thead>
            <tr>
              <Th>Host</Th>
              <Th>State</Th>
              <Th className="hidden sm:table-cell">Launcher</Th>
              <Th numeric>Made</Th>
              <Th numeric className="hidden sm:table-cell">
                First used
              </Th>
              <ActionsTh />
            </tr>
          </thead>
          <tbody>
            {data.enrolments.map((token) => (
              <Row key={token.id} token={token} />
            ))}
          </tbody>
        </Table>
      </Panel>
    </div>
  );
}
