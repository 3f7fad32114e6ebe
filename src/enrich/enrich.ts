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
export { aiProviders, aiSettingProblem } from "./ai-settings.ts";
export { preflight } from "./applying/preflight.ts";
export {
	ApplyRun,
	type ApplyRunResult,
	type ApplySlice,
	advanceApply,
	applyRunResult,
	applyStart,
	freezeScope,
} from "./applying/run.ts";
export { ApplyScope, mostResultIds } from "./applying/scope.ts";
export { applyResult, previewRevert, revertResult } from "./applying/single.ts";
export { checkModel, hasBudget } from "./chosen-model.ts";
export {
	type Classifier,
	type ClassifierDocument,
	type ClassifierOptions,
	type ClassifierResult,
	learnChanged,
	openClassifier,
} from "./classifier.ts";
export { type CostComparison, compareCosts } from "./costs/comparison.ts";
export { type Costs, costsOf, type DatedEstimate, estimateDocuments } from "./costs/costs.ts";
export { countResults, type ResultCounts } from "./costs/store.ts";
export { type FeedbackSummary, feedbackActions } from "./feedback.ts";
export { chosenFields, type Field, fields } from "./fields.ts";
export { listAiModels, type OfferedModel } from "./models.ts";
export { priceOf, refreshPrices } from "./price-list.ts";
export { reprocessResult } from "./processing/alone.ts";
export { callsAnInvocation, type LanePlan } from "./processing/pace.ts";
export {
	askSlice,
	beginProcessing,
	classifySlice,
	hostedSliceMs,
	joinLanes,
	nextOf,
	ProcessingConfig,
	type ProcessingJob,
	type ProcessingResult,
	ProcessingRun,
	processingResult,
	type RunSlice,
} from "./processing/run.ts";
export { ProcessScope, toKeptScope } from "./processing/scope.ts";
export {
	ResultFilter,
	type ResultGrouping,
	type ResultOrder,
	resultGroupings,
	resultOrders,
} from "./results/filters.ts";
export { type AiResult, type ListedResult, toAiResult } from "./results/result.ts";
export { getResult, groupResults, type ResultGroup } from "./results/results.ts";
export { listResults, resultFilter } from "./results/store.ts";
export { feedbackSummary, recordFeedback, rejectResult } from "./reviews/reviews.ts";
export { rejectMany, rejectPending, removeResults } from "./reviews/store.ts";
export { removeOldItems, selectedItems } from "./run-items/store.ts";
export { type ResultStatus, resultStatuses } from "./status.ts";
export { parseTagAliases } from "./tag-aliases.ts";
