/** What the queue carries: which step of which job to run. The object knows the rest. */
export interface StepMessage {
	job: string;
	step: string;
	/** Counts sendings of this step, from 1. Only for the log: what may run is decided by the claim. */
	attempt: number;
}

/** One attempt of a webhook's delivery. */
export interface DeliveryMessage {
	delivery: string;
}

export type QueueMessage = StepMessage | DeliveryMessage;
