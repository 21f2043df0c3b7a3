package dev.isotherm.server.cli;

import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.hub.client.HubException;
import dev.isotherm.engine.model.ForwardException;
import dev.isotherm.engine.policy.PolicyException;
import dev.isotherm.engine.temperature.InvalidTemperatureException;
import dev.isotherm.engine.torch.BackendException;
import dev.isotherm.engine.weights.WeightsException;
import dev.isotherm.lab.data.DataException;
import dev.isotherm.lab.policy.InvalidPolicyException;
import dev.isotherm.lab.report.ReportException;
import dev.isotherm.server.config.SettingException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What an operator can mend is one sentence on standard error; a stack trace is for faults of ours and for {@code --verbose}. */
final class OperatorErrors implements IExecutionExceptionHandler {

    private static final List<Class<? extends Exception>> EXPECTED = List.of(
            BackendException.class,
            ForwardException.class,
            DataException.class,
            HubException.class,
            InvalidPolicyException.class,
            InvalidTemperatureException.class,
            ModelException.class,
            PolicyException.class,
            ReportException.class,
            SettingException.class,
            WeightsException.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
        boolean expected = EXPECTED.stream().anyMatch(type -> type.isInstance(failure));
        command.getErr().println("isotherm: " + failure.getMessage());
        if (!expected || result.hasMatchedOption("--verbose")) {
            failure.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
