// Everything comes from this server: the badge that would ask a validator elsewhere is off.
SwaggerUIBundle({ url: "openapi.json", dom_id: "#routes", validatorUrl: null, deepLinking: true, tryItOutEnabled: true });
