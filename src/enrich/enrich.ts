/** Door of what proposes a document's metadata, keeps what is proposed, and learns from what is said of it. */

export {
	AiConfig,
	AiConfigChange,
	type AiDeployment,
	getAiConfig,
	loadAiConfig,
	putAiConfig,
	toAiConfig,
} from "./ai-config.ts";
export { aiSettingProblem } from "./ai-settings.ts";
export {
	type Classifier,
	type ClassifierDocument,
	type ClassifierOptions,
	type ClassifierResult,
	learnChanged,
	openClassifier,
} from "./classifier.ts";
export { parseTagAliases } from "./tag-aliases.ts";
