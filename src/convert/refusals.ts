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
