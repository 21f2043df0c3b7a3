/** What a request goes through, whatever dialect it came in. */
package dev.isotherm.server.service;
