# The tests go by all rules but those that are meant for what others use.
@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # Pester's blocks hand on variables in a way that the analyzer does not see.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSUseUsingScopeModifierInNewRunspaces'
        # The passwords are those of the tests, and the servers listen on this machine only.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        'PSAvoidUsingUsernameAndPasswordParams'
        'PSAvoidUsingPlainTextForPassword'
        'PSAvoidUsingAllowUnencryptedAuthentication'
        # Helpers of the tests, which nobody calls with -WhatIf.
        'PSUseShouldProcessForStateChangingFunctions'
        'PSUseSingularNouns'
        'PSAvoidGlobalVars'
        # The examples of the help are run with somebody at the keyboard who is made here.
        'PSAvoidOverwritingBuiltInCmdlets'
    )
}
