/** What the engine answers where it cannot or will not convert: one sentence each, that a user can act on. */
import { AppError } from "../errors.ts";
import { MAX_PAGES, MAX_TEXT_BYTES } from "./limits.ts";

export function encrypted(cause?: unknown): AppError {
	return new AppError(
		"document_encrypted",
		"This PDF is protected by a password. Remove the password and upload it again.",
		{
			cause,
		},
	);
}

export function damaged(cause?: unknown): AppError {
	return new AppError(
		"document_damaged",
		"This PDF is damaged and cannot be read. Export it again and upload the new file.",
		{
			cause,
		},
	);
}

export function pageTooLarge(cause?: unknown): AppError {
	const message = "A page of this PDF is too large to be processed. Reduce its images and upload it again.";
	return new AppError("too_large", message, { cause });
}

export function noSuchPage(): AppError {
	return new AppError("not_found", "Page not found");
}

export function tooManyPages(pageCount: number): AppError {
	const count = pageCount.toLocaleString("en");
	return new AppError(
		"too_large",
		`This PDF has ${count} pages, more than the ${MAX_PAGES.toLocaleString("en")} allowed. Split it and upload the parts.`,
	);
}

export function textTooLarge(): AppError {
	return new AppError(
		"too_large",
		`This text file is larger than ${MAX_TEXT_BYTES / 1024 / 1024} MB. Split it and upload the parts.`,
	);
}

export function pageTooLargeToShow(cause?: unknown): AppError {
	return new AppError("too_large", "This page is too large to be shown.", { cause });
}

export function notText(): AppError {
	return new AppError("document_damaged", "This file is not valid text. Save it as UTF-8 and upload it again.");
}

export function archiveDamaged(cause?: unknown): AppError {
	return new AppError(
		"document_damaged",
		"This file is damaged and cannot be read. Save it again and upload the new file.",
		{ cause },
	);
}

/** The container was made as one format but lacks what makes it that format. */
export function notWhatItSays(kind: string): AppError {
	return new AppError("document_damaged", `This file is not a valid ${kind}. Save it again and upload the new file.`);
}

export function archiveEncrypted(): AppError {
	return new AppError(
		"document_encrypted",
		"This file is protected by a password. Remove the password and upload it again.",
	);
}

export function inflatesTooFar(): AppError {
	return new AppError(
		"document_refused",
		"This file unpacks to far more data than a document needs, so it was not converted.",
	);
}

export function nestedTooDeeply(): AppError {
	return new AppError(
		"document_refused",
		"The contents of this file are nested too deeply for a document, so it was not converted.",
	);
}

export function tooManyParts(): AppError {
	return new AppError("document_refused", "This file has far too many parts for a document, so it was not converted.");
}

export function fileTooLarge(megabytes: number): AppError {
	return new AppError("too_large", `This file is larger than ${megabytes} MB. Split it and upload the parts.`);
}

export function tooMuchText(): AppError {
	return new AppError(
		"too_large",
		"This document has too much text to be converted at once. Split it and upload the parts.",
	);
}

export function imageDamaged(cause?: unknown): AppError {
	return new AppError(
		"document_damaged",
		"This image is damaged and cannot be read. Save it again and upload the new file.",
		{
			cause,
		},
	);
}

export function imageTooLarge(): AppError {
	return new AppError("too_large", "This image is too large to be processed. Reduce its size and upload it again.");
}

export function unpacksTooFar(): AppError {
	return new AppError(
		"document_refused",
		"A page of this PDF unpacks to far more data than a page needs, so it was not converted.",
	);
}

export function drawsTooMuch(): AppError {
	return new AppError(
		"document_refused",
		"A page of this PDF is drawn with far more objects than a page needs, so it was not converted.",
	);
}

export function absurdPageSize(): AppError {
	return new AppError(
		"document_refused",
		"A page of this PDF claims a size of many kilometres, so it was not converted.",
	);
}

/** The count itself; throws for more pages than a document may have. */
export function checkedPageCount(pageCount: number): number {
	if (pageCount > MAX_PAGES) throw tooManyPages(pageCount);
	return pageCount;
}
