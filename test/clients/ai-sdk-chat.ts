import { AbstractChat, type ChatState, type ChatStatus, type ChatTransport, type UIMessage } from "ai";

/** What `useChat` keeps in a component, kept in plain fields. */
class PlainState implements ChatState<UIMessage> {
	status: ChatStatus = "ready";
	error: Error | undefined = undefined;
	messages: UIMessage[] = [];

	pushMessage = (message: UIMessage) => {
		this.messages.push(message);
	};
	popMessage = () => {
		this.messages.pop();
	};
	replaceMessage = (index: number, message: UIMessage) => {
		this.messages[index] = message;
	};
	snapshot = <Thing>(thing: Thing): Thing => structuredClone(thing);
}

/** The AI SDK's chat as `useChat` runs it, without React. */
export class PlainChat extends AbstractChat<UIMessage> {
	constructor(transport: ChatTransport<UIMessage>) {
		super({ state: new PlainState(), transport });
	}

	/** What the last message says, of whatever parts it is made. */
	get lastParts(): object[] {
		return (this.lastMessage?.parts ?? []).map((part) => ({ ...part }));
	}
}

/** The question in the shape that `/rag/ask` wants: the last thing that its user wrote. */
export function questionOf(messages: readonly UIMessage[]): string {
	const parts = messages.at(-1)?.parts ?? [];
	return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}
