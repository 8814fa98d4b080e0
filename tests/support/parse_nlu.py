"""Runs in the Rasa environment: `parse_nlu.py MODEL` reads JSON texts, one a line, and writes what Rasa makes of each."""

from __future__ import annotations

import asyncio
import json
import sys


async def main(model: str) -> None:
    replies, sys.stdout = sys.stdout, sys.stderr  # Rasa logs to standard output
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    for line in sys.stdin:
        parsed = await agent.parse_message(json.loads(line))
        reply = {"intent": parsed["intent"]["name"], "spoken": parsed.get("spoken"), "text": parsed["text"]}
        reply["ranking"] = [
            [r["name"], round(r["confidence"], 2)] for r in parsed.get("intent_ranking", [])[:2]
        ]
        replies.write(json.dumps(reply, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
