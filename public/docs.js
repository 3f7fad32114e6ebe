// The reference of all APIs, from the Worker's own description. No validator, so that no other host hears of it.
window.SwaggerUIBundle({
	url: "/openapi.json",
	dom_id: "#reference",
	deepLinking: true,
	docExpansion: "list",
	defaultModelsExpandDepth: 0,
	filter: true,
	persistAuthorization: false,
	tryItOutEnabled: true,
	validatorUrl: null,
});
